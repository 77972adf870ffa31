@NullMarked
package dev.signalbox.host.identity;

import org.jspecify.annotations.NullMarked;
