/// The node without its surroundings: what may be asked, by whom, and how it is refused. No Helidon, no Kafka.
@NullMarked
package dev.signalbox.api.core;

import org.jspecify.annotations.NullMarked;
