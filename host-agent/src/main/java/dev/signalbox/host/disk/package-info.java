@NullMarked
package dev.signalbox.host.disk;

import org.jspecify.annotations.NullMarked;
