package dev.bulwark.server.oci;

import dev.bulwark.project.Shell;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.upload.Registrations;
import dev.bulwark.server.upload.Uploads;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The parts of this face, put together.
@Configuration(proxyBeanMethods = false)
@Import({PullFace.class, PushFace.class, ManifestFace.class})
public class OciParts {
  @Bean
  OciDialect ociDialect() {
    return new OciDialect();
  }

  @Bean
  Repositories repositories(Projects projects, Registrations registrations, Uploads uploads) {
    return new Repositories(projects, registrations, uploads);
  }

  @Bean
  Referrers referrers(ProjectDesk desk, Shell shell) {
    return new Referrers(desk, shell);
  }
}
