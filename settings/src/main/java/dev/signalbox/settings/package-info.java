/// How a process gets its settings: one record, filled from flags, `SIGNALBOX_*` variables, a file and defaults, in
/// this order of precedence.
@NullMarked
package dev.signalbox.settings;

import org.jspecify.annotations.NullMarked;
