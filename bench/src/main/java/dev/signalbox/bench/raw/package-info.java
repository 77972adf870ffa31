/// What Kafka itself does on this machine at this moment, without anything of Signalbox in the way.
@NullMarked
package dev.signalbox.bench.raw;

import org.jspecify.annotations.NullMarked;
