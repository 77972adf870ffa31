package dev.signalbox.processor.provisioner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the brokers are set as exactly-once decisions need them. What this principal may not see is not judged.
final class ClusterCheck {
    private static final Logger log = LoggerFactory.getLogger(ClusterCheck.class);
    private static final short TRANSACTION_VERSION = 2;

    private ClusterCheck() {}

    static List<String> differences(Admin admin) {
        List<String> differences = new ArrayList<>();
        FinalizedVersionRange transactions = Replies.of(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get("transaction.version");
        if (transactions == null || transactions.maxVersionLevel() < TRANSACTION_VERSION) {
            differences.add(
                    "the cluster's transaction.version is %s, not %d: a late message of an old transaction could commit a new one; kafka-features upgrade --feature transaction.version=%d"
                            .formatted(
                                    transactions == null ? "unset" : transactions.maxVersionLevel(),
                                    TRANSACTION_VERSION,
                                    TRANSACTION_VERSION));
        }
        ConfigEntry autoCreate = brokerSetting(admin, "auto.create.topics.enable");
        if (autoCreate != null && Boolean.parseBoolean(autoCreate.value())) {
            differences.add("the brokers create topics by themselves, with wrong settings: set"
                    + " auto.create.topics.enable=false");
        }
        return differences;
    }

    private static @Nullable ConfigEntry brokerSetting(Admin admin, String name) {
        Node broker = Replies.of(admin.describeCluster().nodes()).iterator().next();
        var resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        try {
            Map<ConfigResource, Config> configs =
                    Replies.of(admin.describeConfigs(List.of(resource)).all());
            Config config = configs.get(resource);
            return config == null ? null : config.get(name);
        } catch (AuthorizationException e) {
            log.atInfo().log("{} of the brokers cannot be checked: {}", name, e.getMessage());
            return null;
        }
    }
}
