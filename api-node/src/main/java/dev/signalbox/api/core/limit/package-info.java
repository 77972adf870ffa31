/// How often somebody may do something.
@NullMarked
package dev.signalbox.api.core.limit;

import org.jspecify.annotations.NullMarked;
