/// The whole system, running in the JVM of a test.
@NullMarked
package dev.signalbox.e2e.system;

import org.jspecify.annotations.NullMarked;
