// Writes what Gradle is told of an artifact, from what Maven knows of it: Gradle Module Metadata 1.1, attached as
// type "module". Gradle reads it in place of a POM that carries the marker comment.
// https://github.com/gradle/gradle/blob/master/platforms/documentation/docs/src/docs/design/gradle-module-metadata-latest-specification.md
import groovy.json.JsonOutput
import java.security.MessageDigest

// What is one jar for Maven is a variant for Gradle, which picks it, or the one for Android, by itself. Asked for by
// its own name it would come beside the one for Android, not in its place.
def forGradle = ['com.squareup.okhttp3:okhttp-jvm': 'okhttp']

def files = { artifact ->
  def classifier = artifact.classifier ? "-$artifact.classifier" : ''
  def name = "$project.artifactId-$project.version${classifier}.jar".toString()
  def bytes = artifact.file.bytes
  def sums = ['SHA-512', 'SHA-256', 'SHA-1', 'MD5'].collectEntries {
    [it.replace('-', '').toLowerCase(), MessageDigest.getInstance(it).digest(bytes).encodeHex().toString()]
  }
  [[name: name, url: name, size: bytes.length] + sums]
}

def dependencies = { scopes ->
  project.dependencies.findAll { it.scope in scopes && !it.optional }.collect {
    if (it.exclusions || it.classifier || it.type != 'jar') {
      throw new IllegalStateException("not handled here: $it with exclusions, a classifier or a type")
    }
    def module = forGradle.getOrDefault("$it.groupId:$it.artifactId".toString(), it.artifactId)
    [group: it.groupId, module: module, version: [requires: it.version]]
  }
}

def library = { name, usage, scopes ->
  [name: name,
   attributes: [
     'org.gradle.category': 'library',
     'org.gradle.dependency.bundling': 'external',
     'org.gradle.jvm.environment': 'standard-jvm',
     'org.gradle.jvm.version': project.properties['maven.compiler.release'] as int,
     'org.gradle.libraryelements': 'jar',
     'org.gradle.usage': usage],
   dependencies: dependencies(scopes),
   files: files(project.artifact)]
}

// Whichever of sources and Javadoc this build made.
def documentation = ['sources', 'javadoc'].collectMany { classifier ->
  project.attachedArtifacts.findAll { it.classifier == classifier && it.type != 'module' }.collect {
    [name: "${classifier}Elements".toString(),
     attributes: [
       'org.gradle.category': 'documentation',
       'org.gradle.dependency.bundling': 'external',
       'org.gradle.docstype': classifier,
       'org.gradle.usage': 'java-runtime'],
     files: files(it)]
  }
}

def metadata = [
  formatVersion: '1.1',
  component: [
    group: project.groupId,
    module: project.artifactId,
    version: project.version,
    attributes: ['org.gradle.status': project.version.endsWith('-SNAPSHOT') ? 'integration' : 'release']],
  createdBy: [maven: [version: session.systemProperties['maven.version']]],
  variants: [
    library('apiElements', 'java-api', ['compile']),
    library('runtimeElements', 'java-runtime', ['compile', 'runtime'])] + documentation]

def module = new File(project.build.directory, "${project.build.finalName}.module")
module.setText(JsonOutput.prettyPrint(JsonOutput.toJson(metadata)) + '\n', 'UTF-8')
session.lookup('org.apache.maven.project.MavenProjectHelper').attachArtifact(project, 'module', null, module)
