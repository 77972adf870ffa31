@NullMarked
package dev.signalbox.host.refusal;

import org.jspecify.annotations.NullMarked;
