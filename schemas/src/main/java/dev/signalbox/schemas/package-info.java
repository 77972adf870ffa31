@NullMarked
package dev.signalbox.schemas;

import org.jspecify.annotations.NullMarked;
