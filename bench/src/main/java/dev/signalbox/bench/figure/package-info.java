/// The figures, each measured against the raw path of the same run.
@NullMarked
package dev.signalbox.bench.figure;

import org.jspecify.annotations.NullMarked;
