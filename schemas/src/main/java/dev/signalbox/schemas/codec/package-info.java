@NullMarked
package dev.signalbox.schemas.codec;

import org.jspecify.annotations.NullMarked;
