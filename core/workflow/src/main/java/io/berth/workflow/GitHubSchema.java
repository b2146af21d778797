// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

/// What a workflow file may hold, as GitHub reads it.
///
/// It is data, and a constant of a class only because reading a file out of a jar takes longer than
/// all else that reading a workflow does. The format:
///
/// ```
/// NAME KIND [FLAG...] ["what people call it"]
///   KEY TYPE      a key of a mapping; KEY! is required
///   * KEY TYPE    any other key of a mapping: the type of the key and that of its value
///   - TYPE        the items of a sequence
///   | TYPE...     the alternatives of a one-of
///   = WORD...     the words that `values` allows
///   @ NAME...     contexts and functions that expressions here and below may use
/// ```
///
/// A flag `non-empty` refuses an empty text, list or mapping; `filled` does so only for a check;
/// `lenient` lets a check alone refuse unknown keys; `expression` and `condition` make bare text an
/// expression, the second with `success()` added; `integer` and `positive` narrow a number.
final class GitHubSchema {

  static final String TEXT =
      """
      null null
      boolean boolean
      number number
      text string
      name string non-empty
      texts sequence
        - text
      names sequence filled
        - name
      name-or-names one-of
        | name names
      any one-of
        | null boolean number text anys anything
      anys sequence
        - any
      anything mapping "a mapping"
        * text any

      workflow mapping "a workflow"
        on! on
        name text
        run-name run-name
        permissions permissions
        env workflow-env
        defaults workflow-defaults
        concurrency workflow-concurrency
        jobs! jobs

      run-name string
        @ github inputs vars
      workflow-env mapping filled "`env`"
        @ github inputs vars secrets
        * text text
      workflow-defaults mapping "`defaults`"
        run! workflow-run-defaults
      workflow-run-defaults mapping "`defaults.run`"
        shell name
        working-directory name
      workflow-concurrency one-of
        @ github inputs vars
        | name concurrency
      concurrency mapping "`concurrency`"
        group! name
        cancel-in-progress boolean
        queue queue
      queue values
        = single max
      jobs mapping non-empty "`jobs`"
        * name job
      job one-of
        | steps-job calling-job

      steps-job mapping "a job"
        runs-on! runs-on
        name job-name
        needs needs
        if job-if
        strategy strategy
        timeout-minutes job-number
        cancel-timeout-minutes job-number
        continue-on-error job-boolean
        container container
        services services
        env job-env
        environment environment
        permissions permissions
        concurrency job-concurrency
        outputs outputs
        defaults job-defaults
        snapshot snapshot
        steps steps
      calling-job mapping "a job that calls a workflow"
        uses! name
        name job-name
        needs needs
        if job-if
        strategy strategy
        permissions permissions
        concurrency job-concurrency
        with call-with
        secrets call-secrets

      needs one-of
        | name names
      job-name string
        @ github inputs vars needs strategy matrix
      job-if string condition
        @ github inputs vars needs always(0,0) cancelled(0,0) success(0,255) failure(0,255)
      job-number number
        @ github inputs vars needs strategy matrix
      job-boolean boolean
        @ github inputs vars needs strategy matrix
      runs-on one-of
        @ github inputs vars needs strategy matrix
        | name names runs-on-group
      runs-on-group mapping "`runs-on`"
        group name
        labels name-or-names
      strategy mapping filled "`strategy`"
        @ github inputs vars needs
        fail-fast boolean
        max-parallel max-parallel
        matrix matrix
      max-parallel number integer positive
      matrix mapping filled "`matrix`"
        include matrix-filters
        exclude matrix-filters
        * name matrix-vector
      matrix-filters sequence
        - matrix-filter
      matrix-filter mapping "a combination"
        * text any
      matrix-vector sequence
        - any
      job-env mapping filled "`env`"
        @ github inputs vars needs strategy matrix secrets
        * text text
      job-concurrency one-of
        @ github inputs vars needs strategy matrix
        | name concurrency
      job-defaults mapping "`defaults`"
        run! job-run-defaults
      job-run-defaults mapping "`defaults.run`"
        @ github inputs vars strategy matrix needs env
        shell name
        working-directory name
      environment one-of
        @ github inputs vars needs strategy matrix
        | text environment-mapping
      environment-mapping mapping "`environment`"
        name! text
        url environment-url
        deployment boolean
      environment-url string
        @ github inputs vars needs strategy matrix steps job runner env
      outputs mapping filled "`outputs`"
        @ github inputs vars needs strategy matrix secrets steps job runner env
        * text text
      snapshot one-of
        @ github inputs vars needs strategy matrix
        | name snapshot-mapping
      snapshot-mapping mapping "`snapshot`"
        image-name! name
        version name
        if snapshot-if
      snapshot-if string expression
        @ github inputs vars needs strategy matrix

      container one-of
        @ github inputs vars needs strategy matrix
        | text container-mapping
      container-mapping mapping "a container"
        image name
        credentials credentials
        env container-env
        ports ports
        volumes texts
        options text
      services mapping "`services`"
        @ github inputs vars needs strategy matrix
        * name service
      service one-of
        | name service-mapping
      service-mapping mapping "a service"
        image name
        credentials credentials
        env container-env
        ports ports
        volumes texts
        options text
        entrypoint text
        command text
      ports sequence
        - text
      credentials mapping filled "`credentials`"
        @ github inputs vars secrets env
        username name
        password name
      container-env mapping filled "`env`"
        @ github inputs vars needs strategy matrix secrets steps job runner env
        * text text

      call-with mapping filled "`with`"
        @ github inputs vars needs strategy matrix
        * text scalar
      scalar one-of
        | text boolean number
      call-secrets one-of
        | inherit call-secrets-mapping
      inherit values
        = inherit
      call-secrets-mapping mapping "`secrets`"
        @ github inputs vars needs strategy matrix secrets
        * text text

      steps sequence filled
        - step
      step one-of
        | run-step uses-step wait-step wait-all-step cancel-step parallel-step
      run-step mapping "a step that runs a script"
        run! step-text
        id name
        name step-text
        if step-if
        env step-env
        continue-on-error step-boolean
        timeout-minutes step-number
        working-directory step-text
        shell step-name
        background boolean
      uses-step mapping "a step that uses an action"
        uses! name
        id name
        name step-text
        if step-if
        env step-env
        continue-on-error step-boolean
        timeout-minutes step-number
        with step-with
        background boolean
      wait-step mapping "a step that waits"
        wait! name-or-names
        id name
        name text
        continue-on-error step-boolean
      wait-all-step mapping "a step that waits for all"
        wait-all! null-or-boolean
        id name
        name text
        continue-on-error step-boolean
      null-or-boolean one-of
        | null boolean
      cancel-step mapping "a step that cancels"
        cancel! name
        id name
        name text
      parallel-step mapping "a group of parallel steps"
        parallel! parallel-steps
        id name
        name text
      parallel-steps sequence filled
        - parallel-member
      parallel-member one-of
        | run-step uses-step
      step-text string
        @ github inputs vars needs strategy matrix secrets steps job runner env hashFiles(1,255)
      step-name string non-empty
        @ github inputs vars needs strategy matrix secrets steps job runner env hashFiles(1,255)
      step-if string condition
        @ github inputs vars needs strategy matrix steps job runner env always(0,0) cancelled(0,0) success(0,0) failure(0,0) hashFiles(1,255)
      step-boolean boolean
        @ github inputs vars needs strategy matrix secrets steps job runner env hashFiles(1,255)
      step-number number
        @ github inputs vars needs strategy matrix secrets steps job runner env hashFiles(1,255)
      step-env mapping filled "`env`"
        @ github inputs vars needs strategy matrix secrets steps job runner env hashFiles(1,255)
        * text text
      step-with mapping filled "`with`"
        @ github inputs vars needs strategy matrix secrets steps job runner env hashFiles(1,255)
        * text text

      permissions one-of
        | permission-words permission-mapping
      permission-words values
        = read-all write-all
      permission-mapping mapping "`permissions`"
        actions permission
        artifact-metadata permission
        attestations permission
        checks permission
        code-quality permission
        contents permission
        deployments permission
        discussions permission
        id-token permission
        issues permission
        models permission
        packages permission
        pages permission
        pull-requests permission
        repository-projects permission
        security-events permission
        statuses permission
        vulnerability-alerts permission
      permission values
        = read write none

      on one-of
        | name event-names events
      event-names sequence filled
        - name
      events mapping non-empty "`on`"
        schedule schedule
        push event-filters
        pull_request event-filters
        pull_request_target event-filters
        workflow_call workflow-call
        workflow_dispatch workflow-dispatch
        repository_dispatch repository-dispatch
        workflow_run workflow-run
        image_version image-version
        * name event-or-nothing
      event-or-nothing one-of
        | null event-filters-mapping
      event-filters one-of
        | null event-filters-mapping
      event-filters-mapping mapping "an event"
        types name-or-names
        branches name-or-names
        branches-ignore name-or-names
        tags name-or-names
        tags-ignore name-or-names
        paths name-or-names
        paths-ignore name-or-names
      workflow-run one-of
        | null workflow-run-mapping
      workflow-run-mapping mapping "`workflow_run`"
        types name-or-names
        workflows name-or-names
        branches name-or-names
        branches-ignore name-or-names
        tags name-or-names
        tags-ignore name-or-names
        paths name-or-names
        paths-ignore name-or-names
      repository-dispatch one-of
        | null repository-dispatch-mapping
      repository-dispatch-mapping mapping "`repository_dispatch`"
        types name-or-names
      image-version one-of
        | null image-version-mapping
      image-version-mapping mapping "`image_version`"
        names name-or-names
        versions name-or-names
      schedule sequence non-empty
        - cron
      cron mapping "a schedule"
        cron! name
        timezone name
      workflow-call one-of
        | null workflow-call-mapping
      workflow-call-mapping mapping "`workflow_call`"
        inputs call-inputs
        secrets call-definition-secrets
        outputs call-outputs
      call-inputs one-of
        | null call-inputs-mapping
      call-inputs-mapping mapping "`inputs`"
        * name call-input
      call-input mapping "an input"
        type! call-input-type
        description text
        required boolean
        default call-input-default
      call-input-type values
        = boolean number string
      call-input-default one-of
        @ github inputs vars
        | text boolean number
      call-definition-secrets one-of
        | null call-definition-secrets-mapping
      call-definition-secrets-mapping mapping "`secrets`"
        * name call-definition-secret
      call-definition-secret one-of
        | null call-definition-secret-mapping
      call-definition-secret-mapping mapping "a secret"
        description text
        required boolean
      call-outputs one-of
        | null call-outputs-mapping
      call-outputs-mapping mapping "`outputs`"
        * name call-output
      call-output mapping "an output"
        description text
        value! call-output-value
      call-output-value string
        @ github inputs vars jobs
      workflow-dispatch one-of
        | null workflow-dispatch-mapping
      workflow-dispatch-mapping mapping lenient "`workflow_dispatch`"
        inputs dispatch-inputs
      dispatch-inputs one-of
        | null dispatch-inputs-mapping
      dispatch-inputs-mapping mapping "`inputs`"
        * name dispatch-input
      dispatch-input one-of
        | null dispatch-input-mapping
      dispatch-input-mapping mapping lenient "an input"
        type dispatch-input-type
        description text
        deprecationMessage text
        required dispatch-boolean
        default scalar
        options names
      dispatch-boolean boolean
        @ github vars
      dispatch-input-type values
        = string boolean number choice environment
      """;

  private GitHubSchema() {}
}
