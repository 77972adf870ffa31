/// How durations and rates are taken.
@NullMarked
package dev.signalbox.bench.measure;

import org.jspecify.annotations.NullMarked;
