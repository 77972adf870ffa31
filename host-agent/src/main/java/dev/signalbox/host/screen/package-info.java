/// What a session's terminal shows, kept so that who comes late sees it without reading all that led there.
@NullMarked
package dev.signalbox.host.screen;

import org.jspecify.annotations.NullMarked;
