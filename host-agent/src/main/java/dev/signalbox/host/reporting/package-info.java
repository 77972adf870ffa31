@NullMarked
package dev.signalbox.host.reporting;

import org.jspecify.annotations.NullMarked;
