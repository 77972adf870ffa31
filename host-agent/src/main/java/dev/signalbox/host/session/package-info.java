@NullMarked
package dev.signalbox.host.session;

import org.jspecify.annotations.NullMarked;
