/// The newest version of everything, folded from `state`.
@NullMarked
package dev.signalbox.api.core.view;

import org.jspecify.annotations.NullMarked;
