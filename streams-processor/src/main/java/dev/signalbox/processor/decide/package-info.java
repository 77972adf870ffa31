@NullMarked
package dev.signalbox.processor.decide;

import org.jspecify.annotations.NullMarked;
