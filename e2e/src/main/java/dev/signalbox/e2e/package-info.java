@NullMarked
package dev.signalbox.e2e;

import org.jspecify.annotations.NullMarked;
