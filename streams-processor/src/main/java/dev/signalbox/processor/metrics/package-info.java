/// What a processor counts.
@NullMarked
package dev.signalbox.processor.metrics;

import org.jspecify.annotations.NullMarked;
