package dev.bulwark.server.mlflow;

import dev.bulwark.server.memo.ModelNotes;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.upload.UploadLimits;
import dev.bulwark.server.upload.Uploads;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The parts of this face, put together.
@Configuration(proxyBeanMethods = false)
@Import({
  ModelsFace.class,
  VersionsFace.class,
  PromotionsFace.class,
  RunsFace.class,
  ArtifactsFace.class
})
public class MlflowParts {
  @Bean
  MlflowDialect mlflowDialect() {
    return new MlflowDialect();
  }

  @Bean
  ModelNotes modelNotes(Database database, InstantSource clock) {
    return new ModelNotes(database, clock);
  }

  @Bean
  Runs runs(InstantSource clock, SecureRandom random, UploadLimits limits) {
    return new Runs(clock, random, limits);
  }

  @Bean
  Sources sources(Uploads uploads) {
    return new Sources(uploads);
  }
}
