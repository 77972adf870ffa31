@NullMarked
package dev.signalbox.schemas.error;

import org.jspecify.annotations.NullMarked;
