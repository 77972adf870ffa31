/// All of Signalbox in this JVM: a broker, the processor, two API nodes and a host agent, each built from its own
/// settings as the process of its own is.
@NullMarked
package dev.signalbox.dev.stack;

import org.jspecify.annotations.NullMarked;
