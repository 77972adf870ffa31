/// The real coding agents for tests: where they stand, and homes in which they call the stand-in of their services.
@NullMarked
package dev.signalbox.e2e.installed;

import org.jspecify.annotations.NullMarked;
