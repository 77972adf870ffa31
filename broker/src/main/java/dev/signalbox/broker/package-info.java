/// A real Kafka broker inside this JVM: what `dev` runs on, and what tests run on where no container engine answers.
@NullMarked
package dev.signalbox.broker;

import org.jspecify.annotations.NullMarked;
