import Foundation
#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif
internal import LexamicaCore

/// Sends bytes with `URLSession`.
struct Transport: Sendable {
    let timeout: TimeInterval

    /// Sends once, exactly as it is. Throws `CancellationError` only if nothing was sent; once the request is
    /// under way, cancelling the task closes the connection, and the outcome says that it may have arrived.
    func send(_ request: HttpRequest) async throws -> HttpOutcome {
        guard let url = URL(string: request.url) else { return .neverSent(failure: .other) }
        var message = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: timeout)
        message.httpMethod = request.method
        for header in request.headers { message.setValue(header.value, forHTTPHeaderField: header.name) }
        switch request.body {
        case .empty: break
        case .bytes(let content): message.httpBody = content
        case .aroundFile: throw LexamicaError(invalidInput: "this operation needs a file", at: "file")
        }
        try Task.checkCancellation()
        let flight = Flight()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { flight.start(message, $0) }
        } onCancel: {
            flight.cancel()
        }
        if case .neverSent(.cancelled) = outcome { throw CancellationError() }
        return outcome
    }
}

/// One request under way. `URLSession`'s own async functions are not used: on Linux they do not cancel.
private final class Flight: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    // Guards everything below: the task is cancelled from any thread.
    private let lock = NSLock()
    private var task: URLSessionDataTask?
    private var cancelled = false
    private var response: HTTPURLResponse?
    private var body = Data()
    private var continuation: CheckedContinuation<HttpOutcome, Never>?

    /// A session for each request, so that no connection is used twice. A connection that the server has
    /// closed in the meantime would otherwise be noticed only after the request went out on it, and the library
    /// under `URLSession` on Linux then silently sends the request again, a POST too: a case could arrive twice.
    func start(_ message: URLRequest, _ continuation: CheckedContinuation<HttpOutcome, Never>) {
        let configuration = URLSessionConfiguration.ephemeral
        // On Linux the session's own limit counts, and the request's does not.
        configuration.timeoutIntervalForRequest = message.timeoutInterval
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
        let task = session.dataTask(with: message)
        let cancelled = lock.withLock {
            self.continuation = continuation
            self.task = task
            return self.cancelled
        }
        if cancelled {
            // Before the connection was even begun.
            finish(.neverSent(failure: .cancelled))
            session.invalidateAndCancel()
        } else {
            task.resume()
        }
    }

    /// Closes the connection.
    func cancel() {
        let task = lock.withLock {
            cancelled = true
            return self.task
        }
        task?.cancel()
    }

    /// Redirects are refused: the key would go along.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // Kept here, because on Linux it is not told again.
        lock.withLock { self.response = response }
        completionHandler(nil)
    }

    /// A refused key is an answer like any other: nobody is asked for a password.
    ///
    /// On Linux, Foundation reads `WWW-Authenticate` before this is called, and reads beyond its end where it ends in a
    /// bare word (`Key` instead of `Key realm="..."`): such an answer ends the program, and nothing here can
    /// prevent it.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        #if canImport(FoundationNetworking)
            completionHandler(.rejectProtectionSpace, nil)
        #else
            // Certificates are asked about here too.
            let password = challenge.protectionSpace.authenticationMethod != NSURLAuthenticationMethodServerTrust
            completionHandler(password ? .rejectProtectionSpace : .performDefaultHandling, nil)
        #endif
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        lock.withLock { self.response = response as? HTTPURLResponse }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        lock.withLock { body.append(data) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        // Until then the session holds its delegate.
        session.finishTasksAndInvalidate()
        let (response, body, cancelled) = lock.withLock { (self.response, self.body, self.cancelled) }
        if let response, response.statusCode == 401, !cancelled, (error as? URLError)?.code == .cancelled {
            // On Linux, refusing to be asked for a password ends a whole answer like this.
            finish(Self.answer(response, body))
        } else if let error {
            let body = task.originalRequest?.httpBody ?? Data()
            let left = body.isEmpty || task.countOfBytesSent > 0
            finish(Self.outcome(of: error, left: left, answered: response != nil, cancelled: cancelled))
        } else if let response {
            finish(Self.answer(response, body))
        } else {
            finish(.maybeSent(failure: .incompleteAnswer))
        }
    }

    private func finish(_ outcome: HttpOutcome) {
        let continuation = lock.withLock {
            defer { self.continuation = nil }
            return self.continuation
        }
        continuation?.resume(returning: outcome)
    }

    private static func answer(_ response: HTTPURLResponse, _ body: Data) -> HttpOutcome {
        let headers = response.allHeaderFields.map { Header(name: "\($0.key)", value: "\($0.value)") }
        return .answered(status: UInt16(clamping: response.statusCode), headers: headers, body: body)
    }

    /// One question decides: can the server have read the whole request?
    ///
    /// The error alone does not tell on Linux: where a name has two addresses and the first refuses, even a connection
    /// that the second broke after reading everything ends as `cannotConnectToHost`. So bytes of the body are
    /// counted too; a request without a body has none to count, and then nothing is promised.
    private static func outcome(of error: any Error, left: Bool, answered: Bool, cancelled: Bool) -> HttpOutcome {
        if cancelled { return .maybeSent(failure: .cancelled) }
        if answered { return .maybeSent(failure: .incompleteAnswer) }
        switch (error as? URLError)?.code {
        case .timedOut: return .maybeSent(failure: .timeout)
        case .networkConnectionLost: return .maybeSent(failure: .reset)
        case _ where left: return .maybeSent(failure: .other)
        case .cannotConnectToHost: return .neverSent(failure: .refused)
        case .cannotFindHost, .dnsLookupFailed: return .neverSent(failure: .nameNotFound)
        case .notConnectedToInternet: return .neverSent(failure: .other)
        case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
            .serverCertificateNotYetValid, .serverCertificateHasUnknownRoot:
            return .neverSent(failure: .tls)
        default: return .maybeSent(failure: .other)
        }
    }
}
