@NullMarked
package dev.signalbox.host;

import org.jspecify.annotations.NullMarked;
