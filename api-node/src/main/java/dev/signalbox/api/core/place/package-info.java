/// Where sessions work: repositories on hosts, and their worktrees.
@NullMarked
package dev.signalbox.api.core.place;

import org.jspecify.annotations.NullMarked;
