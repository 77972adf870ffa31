@NullMarked
package dev.signalbox.dev;

import org.jspecify.annotations.NullMarked;
