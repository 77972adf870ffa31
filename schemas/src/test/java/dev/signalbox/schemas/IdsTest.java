package dev.signalbox.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @ParameterizedTest
    @EnumSource
    void a_minted_id_is_of_its_kind_and_of_no_other(Ids kind) {
        String id = kind.mint();

        assertThat(id).hasSize(18);
        assertThat(Ids.values()).filteredOn(other -> other.matches(id)).containsExactly(kind);
    }

    @Test
    void ten_thousand_ids_are_ten_thousand() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(Ids.SESSION.mint());
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void a_derived_id_follows_from_its_text_and_kind() {
        assertThat(Ids.SESSION.derive("t-1/2")).isEqualTo("s-c36rzh3ewmdq35uh");
        assertThat(Ids.SESSION.derive("t-1/3")).isNotEqualTo(Ids.SESSION.derive("t-1/2"));
        assertThat(Ids.AGENT.derive("t-1/2").substring(2))
                .isNotEqualTo(Ids.SESSION.derive("t-1/2").substring(2));
        assertThat(Ids.SESSION.matches(Ids.SESSION.derive("t-1/2"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s-",
                "s-k4m8w2xq7tb9zc3",
                "s-k4m8w2xq7tb9zc3dd",
                "S-k4m8w2xq7tb9zc3d",
                "s-K4M8W2XQ7TB9ZC3D",
                "s_k4m8w2xq7tb9zc3d",
                "s-k4m8w2xq7tb9zc3d\n",
                "../s-k4m8w2xq7tb9zc",
                "s-k4m8w2xq7tb9z:3.0"
            })
    void what_is_not_an_id_is_not_taken_for_one(String text) {
        assertThat(Ids.SESSION.matches(text)).isFalse();
    }
}
