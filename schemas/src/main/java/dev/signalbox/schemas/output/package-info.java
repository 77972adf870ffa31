@NullMarked
package dev.signalbox.schemas.output;

import org.jspecify.annotations.NullMarked;
