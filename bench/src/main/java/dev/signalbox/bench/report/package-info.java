/// What was measured, for people and for programs.
@NullMarked
package dev.signalbox.bench.report;

import org.jspecify.annotations.NullMarked;
