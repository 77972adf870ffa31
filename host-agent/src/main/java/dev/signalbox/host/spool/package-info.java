@NullMarked
package dev.signalbox.host.spool;

import org.jspecify.annotations.NullMarked;
