/// What a host can run: each provider as data, with how its prompts are written and its lines are read.
@NullMarked
package dev.signalbox.host.provider;

import org.jspecify.annotations.NullMarked;
