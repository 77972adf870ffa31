/// Plain consumers beside the decider, each on a thread of its own.
@NullMarked
package dev.signalbox.processor.reading;

import org.jspecify.annotations.NullMarked;
