@NullMarked
package dev.signalbox.host.assignment;

import org.jspecify.annotations.NullMarked;
