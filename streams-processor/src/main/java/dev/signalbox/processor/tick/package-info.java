/// Time as a record.
@NullMarked
package dev.signalbox.processor.tick;

import org.jspecify.annotations.NullMarked;
