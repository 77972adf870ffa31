package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WorktreeNamesTest {
    @Test
    void the_example_of_the_original_has_its_names() {
        assertThat(WorktreeNames.branch("worker-alice", "el-task123", "Implement feature X"))
                .isEqualTo("agent/worker-alice/el-task123-implement-feature-x");
        assertThat(WorktreeNames.path("worker-alice", "Implement feature X"))
                .isEqualTo(".worktrees/worker-alice-implement-feature-x");
    }

    @Test
    void without_a_title_there_is_no_slug() {
        assertThat(WorktreeNames.branch("bob", "EL-9", null)).isEqualTo("agent/bob/el-9");
        assertThat(WorktreeNames.path("bob", "  !? ")).isEqualTo(".worktrees/bob");
    }

    @Test
    void names_lose_what_a_path_or_a_branch_must_not_have() {
        assertThat(WorktreeNames.path("../Bob Builder;rm", "../../etc/passwd && $(x) -- done"))
                .isEqualTo(".worktrees/---bob-builder-rm-etcpasswd-x-done");
    }

    @Test
    void a_slug_is_cut_at_thirty_characters_and_ends_in_none_of_its_dashes() {
        assertThat(WorktreeNames.path("a", "abcdefghijklmnopqrstuvwxyzabc defg"))
                .isEqualTo(".worktrees/a-abcdefghijklmnopqrstuvwxyzabc");
    }
}
