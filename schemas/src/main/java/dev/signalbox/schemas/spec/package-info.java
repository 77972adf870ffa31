@NullMarked
package dev.signalbox.schemas.spec;

import org.jspecify.annotations.NullMarked;
