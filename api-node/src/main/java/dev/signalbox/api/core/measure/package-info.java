/// What sessions use, measured when somebody asks.
@NullMarked
package dev.signalbox.api.core.measure;

import org.jspecify.annotations.NullMarked;
