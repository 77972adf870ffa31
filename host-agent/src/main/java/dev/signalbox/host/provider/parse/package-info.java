/// From a provider's bytes to structured items, and from items to what the session is doing. All of it is pure.
@NullMarked
package dev.signalbox.host.provider.parse;

import org.jspecify.annotations.NullMarked;
