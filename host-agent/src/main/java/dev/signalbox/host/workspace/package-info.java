@NullMarked
package dev.signalbox.host.workspace;

import org.jspecify.annotations.NullMarked;
