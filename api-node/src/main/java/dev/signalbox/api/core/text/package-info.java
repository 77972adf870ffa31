/// Text and times as several protocols write them.
@NullMarked
package dev.signalbox.api.core.text;

import org.jspecify.annotations.NullMarked;
