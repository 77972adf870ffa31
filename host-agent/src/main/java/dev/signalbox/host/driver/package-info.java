@NullMarked
package dev.signalbox.host.driver;

import org.jspecify.annotations.NullMarked;
