@NullMarked
package dev.signalbox.processor.row;

import org.jspecify.annotations.NullMarked;
