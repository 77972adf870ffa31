@NullMarked
package dev.signalbox.host.kafka;

import org.jspecify.annotations.NullMarked;
