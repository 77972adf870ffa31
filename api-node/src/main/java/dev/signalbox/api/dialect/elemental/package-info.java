/// Elemental's orchestrator server, as its clients know it; docs/reference/elemental.md says what differs.
@NullMarked
package dev.signalbox.api.dialect.elemental;

import org.jspecify.annotations.NullMarked;
