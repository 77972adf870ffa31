/// The main job on real programs, and the checks that it was done truly. A client of `/v1` like any other, but for two
/// things: it can stop an API node, and it may look at the host's spool.
@NullMarked
package dev.signalbox.dev.demo;

import org.jspecify.annotations.NullMarked;
